"""The benchmarks: what the integration costs its servers, the network and Home Assistant."""
