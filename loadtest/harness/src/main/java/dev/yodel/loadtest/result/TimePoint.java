package dev.yodel.loadtest.result;

import io.grpc.MethodDescriptor.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the time line of a run.
 *
 * @param end its end, in seconds since the start of the window
 * @param seconds its length
 * @param requests what was due in the window and happened in it, by request
 * @param openStreams streams open at its end
 * @param health readings of the load generator
 */
public record TimePoint(
        double end, double seconds, List<RequestPoint> requests, long openStreams, IntervalHealth health) {

    public TimePoint {
        requests = List.copyOf(requests);
    }

    /** This part and the one that follows it. */
    public TimePoint plus(TimePoint next) {
        return new TimePoint(next.end, seconds + next.seconds, sum(next), next.openStreams, health.plus(next.health));
    }

    /** This part and the same one of another load generator. */
    public TimePoint beside(TimePoint other) {
        return new TimePoint(end, seconds, sum(other), openStreams + other.openStreams, health.plus(other.health));
    }

    private List<RequestPoint> sum(TimePoint next) {
        List<RequestPoint> sums = new ArrayList<>(requests);
        for (RequestPoint added : next.requests) {
            int at = index(sums, added.name(), added.kind());
            if (at < 0) {
                sums.add(added);
            } else {
                sums.set(at, sums.get(at).plus(added));
            }
        }
        return sums;
    }

    private static int index(List<RequestPoint> points, String name, MethodType kind) {
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).name().equals(name) && points.get(i).kind() == kind) {
                return i;
            }
        }
        return -1;
    }
}
