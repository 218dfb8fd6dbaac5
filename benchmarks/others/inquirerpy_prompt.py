"""The same first question by InquirerPy."""

from InquirerPy import inquirer

inquirer.confirm(message="Question 0?").execute()
