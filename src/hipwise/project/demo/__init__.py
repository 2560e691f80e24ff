"""The demo clinic: made-up people whose journals have known causes."""
