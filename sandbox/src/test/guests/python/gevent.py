# Stands where the package of this name would: it is refused before it is loaded.
