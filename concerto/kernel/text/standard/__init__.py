"""Standard ways to write things down: each takes a text and answers it as it should be kept, or the text as it is.

A step never refuses. Whether what comes out can be kept is asked of the field afterwards.
"""
