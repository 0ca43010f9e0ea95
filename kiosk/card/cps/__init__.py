"""What differs between the CPS2ter, the CPS3 and the CPS4."""
