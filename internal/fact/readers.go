package fact

func readers() map[Register]reader { return map[Register]reader{} }
