# Stands for the real one, which opens connections in native code.
class Curl:
    pass
