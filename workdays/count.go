package workdays

// Answer is a day that was counted to.
type Answer struct {
	Date Date
	// Provisional is set when a day on the way is of a provisional year: the decree may change the answer.
	Provisional bool
}

// Count is a number of working days.
type Count struct {
	Days int
	// Provisional is set when one of the days that were looked at is of a provisional year.
	Provisional bool
}

// Add is the n-th working day after d; d itself is not counted (ГК РФ art. 191). With n negative it is the n-th working
// day before d, with n zero d itself. When the way leads out of the years at hand the error is [ErrUnknownYear].
func (c Calendar) Add(d Date, n int) (Answer, error) {
	switch {
	case n > 0:
		return c.after(d.AddDays(1), n-1)
	case n < 0:
		return c.before(d.AddDays(-1), -n-1)
	default:
		_, err := c.Day(d)
		return Answer{Date: d}, err
	}
}

// Next is the first working day after d: Add(d, 1).
func (c Calendar) Next(d Date) (Answer, error) { return c.Add(d, 1) }

// OnOrAfter is d when d works, else the first working day after it: where a term ends by ГК РФ art. 193.
func (c Calendar) OnOrAfter(d Date) (Answer, error) { return c.after(d, 0) }

// after skips n working days from d on, d too, and is the next one.
func (c Calendar) after(d Date, n int) (Answer, error) {
	s, from := c.find(d)
	if s == nil {
		return Answer{}, unknown(d)
	}
	before := int(s.cells[from].working)
	if n >= len(s.working)-before {
		return Answer{}, unknown(Date{s.first}.AddDays(len(s.cells) - 1))
	}
	found := s.working[before+n]
	return Answer{Date{found}, s.provisional(from, int(found-s.first))}, nil
}

// before skips n working days from d back, d too, and is the next one.
func (c Calendar) before(d Date, n int) (Answer, error) {
	s, from := c.find(d)
	if s == nil {
		return Answer{}, unknown(d)
	}
	upTo := int(s.cells[from+1].working)
	if n >= upTo {
		return Answer{}, unknown(Date{s.first}.AddDays(-1))
	}
	found := s.working[upTo-1-n]
	return Answer{Date{found}, s.provisional(int(found-s.first), from)}, nil
}

// Between is how many working days lie after a up to b, b too. When b comes before a it is the negated number of those
// before a down to b, b too. So Between(a, x) is n where Add(a, n) is x, and zero when a is b. Years without a table on
// the way give [ErrUnknownYear].
func (c Calendar) Between(a, b Date) (Count, error) {
	switch {
	case a.IsZero() || b.IsZero():
		return Count{}, unknown(Date{})
	case a.Before(b):
		return c.within(a.AddDays(1), b)
	case b.Before(a):
		n, err := c.within(b, a.AddDays(-1))
		n.Days = -n.Days
		return n, err
	default:
		_, err := c.Day(a)
		return Count{}, err
	}
}

// within counts the working days from first to last, both of them too; first is not after last.
func (c Calendar) within(first, last Date) (Count, error) {
	s, i := c.find(first)
	if s == nil {
		return Count{}, unknown(first)
	}
	j := int(last.serial) - int(s.first)
	if behind := len(s.cells) - 1; j >= behind {
		return Count{}, unknown(Date{s.first}.AddDays(behind))
	}
	return Count{int(s.cells[j+1].working - s.cells[i].working), s.provisional(i, j)}, nil
}
