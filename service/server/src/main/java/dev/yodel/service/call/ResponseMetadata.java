package dev.yodel.service.call;

import dev.yodel.service.behavior.BehaviorPlan;
import dev.yodel.v1.Header;
import dev.yodel.v1.LoadReport;
import io.grpc.Metadata;
import java.util.List;

/** The headers and trailers that a call asked for. */
final class ResponseMetadata {

    private ResponseMetadata() {}

    static Metadata headers(BehaviorPlan plan) {
        return metadata(plan.headers());
    }

    static Metadata trailers(BehaviorPlan plan) {
        Metadata trailers = metadata(plan.trailers());
        LoadReport load = plan.load();
        if (load != null) {
            OrcaTrailer.add(load, trailers);
        }
        return trailers;
    }

    private static Metadata metadata(List<Header> entries) {
        Metadata metadata = new Metadata();
        for (int i = 0; i < entries.size(); i++) { // Mostly none, and without an iterator.
            Header entry = entries.get(i);
            metadata.put(Metadata.Key.of(entry.getKey(), Metadata.ASCII_STRING_MARSHALLER), entry.getValue());
        }
        return metadata;
    }
}
