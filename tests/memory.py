"""How much memory a program took: a function to put into the program that a test runs."""

PEAK = '''
def peak():
    """Megabytes at most held so far. Not ru_maxrss, which begins at the peak of the process that started this one."""
    import pathlib, resource
    status = pathlib.Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
'''
