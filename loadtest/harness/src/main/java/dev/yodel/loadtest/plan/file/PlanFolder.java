package dev.yodel.loadtest.plan.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A plan with copies of the files that it names, as one folder that can be put anywhere. */
public final class PlanFolder {

    /** The name of the plan in it. */
    public static final String PLAN = "plan.yaml";

    private static final Set<String> FILES = Set.of("data-binary", "feed", "protoset", "cacert");

    /** What has a secret in it: a copy could be read by others. */
    private static final Set<String> SECRETS = Set.of("key", "cert", "metadata-file", "token-file", "token-command");

    /** What is a tree of files. */
    private static final Set<String> TREES = Set.of("proto", "import-path");

    private final String place;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<Path, String> names = new LinkedHashMap<>();

    private PlanFolder(String place) {
        this.place = place;
    }

    /**
     * The files by their names, the plan among them.
     *
     * @param place where the folder will be
     * @throws IllegalArgumentException if a file cannot be read, or must not be copied, with the name of its option
     */
    public static Map<String, byte[]> of(PlanDocument plan, String place) {
        PlanFolder folder = new PlanFolder(place);
        List<PlanDocument.Call> calls = new ArrayList<>();
        for (PlanDocument.Call call : plan.calls()) {
            calls.add(new PlanDocument.Call(call.name(), call.weight(), folder.copied(call.flags())));
        }
        PlanDocument copy = new PlanDocument(plan.target(), folder.copied(plan.flags()), calls);
        folder.files.put(PLAN, copy.text().getBytes(StandardCharsets.UTF_8));
        return folder.files;
    }

    private Map<String, List<String>> copied(Map<String, List<String>> flags) {
        Map<String, List<String>> copies = new LinkedHashMap<>();
        flags.forEach((name, values) -> {
            if (SECRETS.contains(name)) {
                throw new IllegalArgumentException(
                        "%s: a secret, which a ConfigMap must not have (expected: none with this engine)"
                                .formatted(name));
            }
            if (TREES.contains(name)) {
                throw new IllegalArgumentException(
                        "%s: with this engine (expected: --protoset, one file with all of them)".formatted(name));
            }
            copies.put(name, values.stream().map(value -> copied(name, value)).toList());
        });
        return copies;
    }

    private String copied(String name, String value) {
        if (name.equals("data") && value.startsWith("@")) {
            return "@" + copy(name, value.substring(1));
        }
        return FILES.contains(name) ? copy(name, value) : value;
    }

    private String copy(String option, String file) {
        Path path = Path.of(file).toAbsolutePath().normalize();
        String name = names.get(path);
        if (name == null) {
            // What a ConfigMap allows; numbered, as two folders may have files of one name.
            name = "%d-%s".formatted(names.size() + 1, path.getFileName()).replaceAll("[^-._a-zA-Z0-9]", "_");
            try {
                files.put(name, Files.readAllBytes(path));
            } catch (IOException e) {
                throw new IllegalArgumentException("%s: %s (expected: a readable file)".formatted(option, file), e);
            }
            names.put(path, name);
        }
        return place + "/" + name;
    }
}
