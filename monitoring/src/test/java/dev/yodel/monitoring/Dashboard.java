package dev.yodel.monitoring;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A dashboard of Grafana as its file has it. Rows are not among its panels. */
record Dashboard(String file, JsonNode json, List<Panel> panels) {

    static final Path FOLDER = Path.of("grafana", "dashboards");

    private static final ObjectMapper READER = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    static List<Dashboard> all() throws IOException {
        List<Dashboard> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                all.add(read(file));
            }
        }
        return all;
    }

    /** Every query of every panel of every dashboard. */
    static List<Query> queries() throws IOException {
        return all().stream()
                .flatMap(dashboard -> dashboard.panels().stream())
                .flatMap(panel -> panel.queries().stream())
                .toList();
    }

    /** Every query of an annotation, once. */
    static List<String> annotations() throws IOException {
        List<String> all = new ArrayList<>();
        for (Dashboard dashboard : all()) {
            for (JsonNode annotation : dashboard.json().path("annotations").path("list")) {
                all.add(annotation.path("expr").asText());
            }
        }
        return all.stream().distinct().toList();
    }

    @Override
    public String toString() {
        return file;
    }

    private static Dashboard read(Path file) throws IOException {
        JsonNode json = READER.readTree(file.toFile());
        List<Panel> panels = new ArrayList<>();
        for (JsonNode panel : json.path("panels")) {
            if (!panel.path("type").asText().equals("row")) {
                panels.add(Panel.of(panel));
            }
        }
        return new Dashboard(file.getFileName().toString(), json, panels);
    }

    /** One panel and its position: {@code x} of 24 columns. */
    record Panel(
            String title, String description, String unit, int x, int y, int width, int height, List<Query> queries) {

        static Panel of(JsonNode json) {
            String title = json.path("title").asText();
            JsonNode place = json.path("gridPos");
            List<Query> queries = new ArrayList<>();
            for (JsonNode target : json.path("targets")) {
                queries.add(new Query(
                        title,
                        json.path("description").asText(),
                        target.path("refId").asText(),
                        target.path("expr").asText(),
                        target.path("legendFormat").asText(),
                        target.path("instant").asBoolean()));
            }
            return new Panel(
                    title,
                    json.path("description").asText(),
                    json.path("fieldConfig").path("defaults").path("unit").asText(),
                    place.path("x").asInt(-1),
                    place.path("y").asInt(-1),
                    place.path("w").asInt(-1),
                    place.path("h").asInt(-1),
                    queries);
        }

        boolean overlaps(Panel other) {
            return x < other.x + other.width
                    && other.x < x + width
                    && y < other.y + other.height
                    && other.y < y + height;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** One query of a panel, with Grafana's variables still in it. */
    record Query(String panel, String description, String refId, String expr, String legend, boolean instant) {

        @Override
        public String toString() {
            return panel + " " + refId;
        }
    }
}
