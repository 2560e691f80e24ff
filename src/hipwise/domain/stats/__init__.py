"""Small statistics the engines share: tails, false discovery, autocorrelation, shrinking. numpy alone."""
