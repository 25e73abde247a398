// Disaggregation
