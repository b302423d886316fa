package dev.yodel.gatling.grpc.call;

import io.gatling.commons.stats.Status;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.controller.Controller;
import io.gatling.core.session.GroupBlock;
import io.gatling.core.stats.StatsEngine;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Keeps what Gatling was told. */
final class RecordingStatsEngine implements StatsEngine {

    final Queue<Response> responses = new ConcurrentLinkedQueue<>();
    final Queue<String> crashes = new ConcurrentLinkedQueue<>();
    final Queue<GroupBlock> groups = new ConcurrentLinkedQueue<>();

    @Override
    public void start() {}

    @Override
    public void stop(ActorRef<Controller.Command> controller, Option<Exception> exception) {}

    @Override
    public void logUserStart(String scenario) {}

    @Override
    public void logUserEnd(String scenario) {}

    @Override
    public void logResponse(
            String scenario,
            scala.collection.immutable.List<String> groups,
            String requestName,
            long start,
            long end,
            Status status,
            Option<String> code,
            Option<String> message) {
        responses.add(new Response(
                CollectionConverters.asJava(groups),
                requestName,
                start,
                end,
                status.name(),
                code.isEmpty() ? null : code.get(),
                message.isEmpty() ? null : message.get()));
    }

    @Override
    public void logGroupEnd(String scenario, GroupBlock group, long exit) {
        groups.add(group);
    }

    @Override
    public void logRequestCrash(
            String scenario, scala.collection.immutable.List<String> groups, String requestName, String error) {
        crashes.add(requestName + ": " + error);
    }

    record Response(
            List<String> groups,
            String name,
            long startMillis,
            long endMillis,
            String status,
            @Nullable String code,
            @Nullable String message) {

        long millis() {
            return endMillis - startMillis;
        }
    }
}
