"""Demo and load data. The producers are made up; Chachoengsao's totals of 2567 are the province's letter."""
