package staff

// Sweep is the job that comes round every day.
var Sweep = sweep{}
