package dev.yodel.loadtest.distributed.kubernetes;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for of a Job.
 *
 * @param name the name of the Job and its ConfigMap
 * @param namespace where; null for that of the current context
 * @param image the image of Yodel
 * @param cpu what each injector requests, such as 1 or 500m; there is no limit, since throttling would show as latency
 * @param memory what each requests and may use at most, such as 1Gi
 * @param deadline when the cluster ends the Job at the latest
 */
public record JobSettings(
        String name, @Nullable String namespace, String image, String cpu, String memory, Duration deadline) {

    /** Names of Jobs, short enough for the names of their pods, which are host names. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?");

    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern CPU = Pattern.compile("[0-9]+(\\.[0-9]+)?|[0-9]+m");
    private static final Pattern MEMORY = Pattern.compile("[1-9][0-9]*(Mi|Gi|M|G)");

    /** @throws IllegalArgumentException for a value of another form, with the option's name */
    public JobSettings {
        check("job", name, NAME, "small letters, digits and dashes, at most 52");
        if (namespace != null) {
            check("namespace", namespace, NAMESPACE, "small letters, digits and dashes, at most 63");
        }
        if (image.isBlank() || image.contains(" ")) {
            throw new IllegalArgumentException("image: '%s' (expected: such as registry/yodel:1.0)".formatted(image));
        }
        check("injector-cpu", cpu, CPU, "such as 1, 0.5 or 500m");
        check("injector-memory", memory, MEMORY, "such as 768Mi or 2Gi");
    }

    private static void check(String option, String value, Pattern form, String expected) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException("%s: %s (expected: %s)".formatted(option, value, expected));
        }
    }
}
