package dev.yodel.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.yodel.service.settings.ServiceCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParameterException;

/** Flags and variables of {@code yodel serve}: they are read, or refused with a message of one line. */
public final class SettingsFuzzer {

    private static final List<String> NAMES = List.of(
            "port", "host", "behavior-default", "trusted-proxies", "response-memory", "max-response-total", "message-timeout",
            "secret-metadata", "expose-metadata", "token-rules", "profile", "otlp-endpoint", "instance", "admin-port");

    private SettingsFuzzer() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        List<String> flags = new ArrayList<>();
        while (flags.size() < 4 && data.remainingBytes() > 0) {
            flags.add("--" + data.pickValue(NAMES) + "=" + data.consumeString(60));
        }
        String variable = data.consumeRemainingAsString();
        try {
            ServiceCommand.parse(Map.of("YODEL_METRICS_PORT", variable), flags.toArray(String[]::new));
        } catch (ParameterException e) {
            Refusals.check(e);
        }
    }
}
