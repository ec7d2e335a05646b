"""How somebody comes to her record with a slip of paper: the code, its sheet, the door where it is typed."""
