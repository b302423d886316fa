package dev.yodel.monitoring;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One column of the time line of a result, added up: how many until a moment, between two points as if they came evenly.
 *
 * @param ends the ends of the intervals, in seconds since the start of the window
 * @param counts what each has
 */
record Timeline(double[] ends, double[] counts) {

    static Timeline of(JsonNode result, String name, String column) {
        JsonNode timeline = result.path("timeline");
        for (JsonNode request : timeline.path("requests")) {
            if (request.path("name").asText().equals(name)) {
                return new Timeline(numbers(timeline.path("end")), numbers(request.path(column)));
            }
        }
        throw new AssertionError("no time line of " + name);
    }

    double until(double seconds) {
        double sum = 0;
        double begin = 0;
        for (int i = 0; i < ends.length; i++) {
            double share = Math.min(1, Math.max(0, (seconds - begin) / (ends[i] - begin)));
            sum += counts[i] * share;
            begin = ends[i];
        }
        return sum;
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }
}
