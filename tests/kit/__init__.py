"""What the tests share. The people in them stand in ``cast``."""
