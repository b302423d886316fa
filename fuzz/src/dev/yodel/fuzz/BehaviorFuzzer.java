package dev.yodel.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.yodel.service.behavior.BehaviorGrammar;
import dev.yodel.service.behavior.BehaviorPolicy;
import dev.yodel.service.behavior.Behaviors;
import dev.yodel.service.behavior.RejectedRequestException;
import dev.yodel.service.behavior.Sequences;
import dev.yodel.v1.Behavior;
import io.grpc.Metadata;
import java.time.Instant;
import java.util.List;

/** Behavior by metadata and by message: it is planned, or refused as a request with violations. */
public final class BehaviorFuzzer {

    private static final Behaviors BEHAVIORS = new Behaviors(
            BehaviorPolicy.ALL,
            Behavior.getDefaultInstance(),
            new Sequences(System::nanoTime, Instant::now),
            "host-1",
            (headers, key) -> List.of());

    private BehaviorFuzzer() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        String text = data.consumeAsciiString(200);
        try {
            BehaviorGrammar.parse("fuzzed", text);
        } catch (RejectedRequestException e) {
            Refusals.check(e);
        }
        Metadata headers = new Metadata();
        headers.put(Behaviors.METADATA, text);
        try {
            BEHAVIORS.plan(Behavior.parseFrom(data.consumeRemainingAsBytes()), headers);
        } catch (InvalidProtocolBufferException ignored) {
            // protobuf refuses it before the service sees it
        } catch (RejectedRequestException e) {
            Refusals.check(e);
        }
    }
}
