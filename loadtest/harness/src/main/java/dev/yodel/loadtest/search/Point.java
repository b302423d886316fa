package dev.yodel.loadtest.search;

import java.util.List;

/**
 * What a run at one rate found.
 *
 * @param rate calls per second
 * @param kept whether every expectation was met and the rate achieved
 * @param injectorHealthy whether the load generator was healthy: a miss of one that was not says nothing about the service
 * @param found the figures that were expected, with their units
 * @param p99Micros the p99 of the response time; 0 if there is none
 */
public record Point(double rate, boolean kept, boolean injectorHealthy, List<String> found, double p99Micros) {

    public Point {
        found = List.copyOf(found);
    }
}
