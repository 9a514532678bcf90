// The parts of the pages that sign.
