package dev.yodel.loadtest.report.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.CallSettings;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Pacing;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the plan of a result.json: what was to be done. The values of metadata are not in it, and settings of
 * calls are left out: they change no figure. */
final class PlanReader {

    private PlanReader() {}

    static LoadPlan plan(JsonNode json) {
        List<RequestPlan> requests = new ArrayList<>();
        json.get("requests").forEach(request -> requests.add(request(request)));
        return new LoadPlan(
                json.get("scenario").asText(),
                Target.parse(json.get("target").asText()),
                Durations.parse(json.get("warmUp").asText()),
                json.has("duration") ? Durations.parse(json.get("duration").asText()) : null,
                json.has("count") ? Long.valueOf(json.get("count").asLong()) : null,
                requests);
    }

    private static RequestPlan request(JsonNode json) {
        List<String> data = new ArrayList<>();
        json.path("data").forEach(message -> data.add(message.asText()));
        return new RequestPlan(
                json.get("name").asText(),
                json.get("call").asText(),
                MethodType.valueOf(json.get("kind").asText()),
                arrival(json.get("arrival")),
                json.has("messages") ? Integer.valueOf(json.get("messages").asInt()) : null,
                data,
                List.of(),
                CallSettings.NONE);
    }

    private static Arrival arrival(JsonNode json) {
        Pacing pace = json.has("pace") ? pace(json.get("pace").asText()) : null;
        Pacing thinkTime = json.has("thinkTime") ? pace(json.get("thinkTime").asText()) : null;
        Profile profile =
                json.has("profile") ? Profile.parse(json.get("profile").asText()) : null;
        Double rate = json.has("rate") ? Double.valueOf(json.get("rate").asDouble()) : null;
        if (json.has("users")) {
            return new Arrival.Users(json.get("users").asInt(), pace, thinkTime, profile);
        }
        if (json.has("streams")) {
            return new Arrival.Streams(json.get("streams").asInt(), pace, rate, thinkTime, profile);
        }
        Long seed =
                json.has("poissonSeed") ? Long.valueOf(json.get("poissonSeed").asLong()) : null;
        return new Arrival.Rate(json.get("rate").asDouble(), seed, profile);
    }

    private static @Nullable Pacing pace(String text) {
        String[] bounds = text.split("-", 2);
        Duration least = Durations.parse(bounds[0]);
        return new Pacing(least, bounds.length == 1 ? least : Durations.parse(bounds[1]));
    }
}
