"""The fonts of the card for a survivor, under the license in OFL.txt. docs/card_fonts.py writes them."""
