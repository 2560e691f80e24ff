"""The front desk: contact form, live chat and booking notes as conversations, in one inbox."""
