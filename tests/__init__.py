"""The tests: unit, contract, journeys, screens, browser, benchmarks."""
