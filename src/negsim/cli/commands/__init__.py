"""The commands of the program, one a file: the file's name is the command's, its first line says what it does."""
