raise RuntimeError('broken at init')
