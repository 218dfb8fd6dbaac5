"""What a person does, each as a function that gives a frozen result. Nothing here prints, asks or exits."""
