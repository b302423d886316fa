package dev.yodel.monitoring.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON of panels. Charts are of the type {@code graph}: Grafana 7.5 stacks, fills between two lines and shades
 * annotations in no other, and newer ones turn it into a time series when they load it.
 */
final class Panels {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Panels() {}

    /** Lines over time. */
    static ObjectNode graph(String title, String description, String unit, Target... targets) {
        ObjectNode panel = panel("graph", title, description, targets);
        merge(panel, """
                {"renderer": "flot", "lines": true, "linewidth": 1, "fill": 0, "fillGradient": 0, "points": false,
                 "pointradius": 1, "bars": false, "stack": false, "percentage": false, "steppedLine": false,
                 "dashes": false, "dashLength": 6, "spaceLength": 4, "hiddenSeries": false, "nullPointMode": "null",
                 "aliasColors": {}, "seriesOverrides": [], "thresholds": [], "timeRegions": [],
                 "timeFrom": null, "timeShift": null,
                 "tooltip": {"shared": true, "sort": 2, "value_type": "individual"},
                 "legend": {"show": true, "values": false, "current": false, "min": false, "max": false, "avg": false,
                  "total": false, "alignAsTable": false, "rightSide": false},
                 "xaxis": {"show": true, "mode": "time", "name": null, "values": [], "buckets": null},
                 "yaxis": {"align": false, "alignLevel": null},
                 "options": {"alertThreshold": true},
                 "fieldConfig": {"defaults": {"unit": "%1$s"}, "overrides": []},
                 "yaxes": [
                  {"format": "%1$s", "label": null, "logBase": 1, "min": "0", "max": null, "show": true},
                  {"format": "short", "label": null, "logBase": 1, "min": null, "max": null, "show": false}]}
                """.formatted(unit));
        return panel;
    }

    /** Counts by status on top of each other, a status in the same colour everywhere. */
    static ObjectNode stackedByStatus(String title, String description, Target... targets) {
        ObjectNode panel = graph(title, description, "none", targets);
        panel.put("stack", true).put("fill", 6).put("linewidth", 0);
        ObjectNode colours = panel.putObject("aliasColors");
        StatusColours.ALL.forEach(colours::put);
        return panel;
    }

    /** Dashes the lines whose legend matches. */
    static ObjectNode dashed(ObjectNode graph, String regex) {
        graph.withArray("seriesOverrides")
                .addObject()
                .put("alias", "/" + regex + "/")
                .put("dashes", true);
        return graph;
    }

    /** Fills the area between two lines. */
    static ObjectNode between(ObjectNode graph, String upper, String lower) {
        graph.withArray("seriesOverrides")
                .addObject()
                .put("alias", upper)
                .put("fillBelowTo", lower)
                .put("fill", 3)
                .put("color", "#FF9830");
        graph.withArray("seriesOverrides").addObject().put("alias", lower).put("color", "#5794F2");
        return graph;
    }

    /** Red from this value on. */
    static ObjectNode redAbove(ObjectNode graph, double limit) {
        graph.withArray("thresholds")
                .addObject()
                .put("value", limit)
                .put("op", "gt")
                .put("colorMode", "critical")
                .put("fill", true)
                .put("line", true)
                .put("yaxis", "left");
        return graph;
    }

    /** One value for each series, in large type. */
    static ObjectNode stat(String title, String description, String unit, Target... targets) {
        return tile(
                title,
                description,
                unit,
                targets.length > 1 || !targets[0].legend().isEmpty(),
                targets);
    }

    private static ObjectNode tile(String title, String description, String unit, boolean named, Target... targets) {
        ObjectNode panel = panel("stat", title, description, targets);
        merge(panel, """
                {"options": {"colorMode": "value", "graphMode": "none", "justifyMode": "auto", "orientation": "auto",
                  "textMode": "%s", "text": {},
                  "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": false}},
                 "fieldConfig": {"overrides": [], "defaults": {"unit": "%s", "noValue": "–", "mappings": [],
                  "color": {"mode": "thresholds"},
                  "thresholds": {"mode": "absolute", "steps": [{"color": "text", "value": null}]}}}}
                """.formatted(named ? "value_and_name" : "value", unit));
        return panel;
    }

    /** The legend of each series, on a background that the value decides. */
    static ObjectNode names(String title, String description, String none, Map<Double, String> colours, Target target) {
        ObjectNode panel = coloured(tile(title, description, "none", true, target), colours);
        ((ObjectNode) panel.path("options")).put("textMode", "name").put("colorMode", "background");
        ((ObjectNode) panel.path("options").path("text")).put("titleSize", 13);
        noValue(panel, none);
        return panel;
    }

    /** Colours from these values on; the smallest key is that of all below. */
    static ObjectNode coloured(ObjectNode panel, Map<Double, String> colours) {
        ArrayNode steps =
                ((ObjectNode) panel.path("fieldConfig").path("defaults").path("thresholds")).putArray("steps");
        List<Double> bounds = colours.keySet().stream().sorted().toList();
        for (int i = 0; i < bounds.size(); i++) {
            ObjectNode step = steps.addObject().put("color", colours.get(bounds.get(i)));
            if (i == 0) {
                step.putNull("value");
            } else {
                step.put("value", bounds.get(i));
            }
        }
        return panel;
    }

    /** Words instead of numbers. */
    static ObjectNode mapped(ObjectNode stat, Map<Integer, String> words) {
        ArrayNode mappings = ((ObjectNode) stat.path("fieldConfig").path("defaults")).putArray("mappings");
        new TreeMap<>(words)
                .forEach((value, text) -> mappings.addObject()
                        .put("id", value)
                        .put("type", 1)
                        .put("value", String.valueOf(value))
                        .put("text", text));
        ((ObjectNode) stat.path("options")).put("colorMode", "background");
        return stat;
    }

    static ObjectNode noValue(ObjectNode panel, String text) {
        ((ObjectNode) panel.path("fieldConfig").path("defaults")).put("noValue", text);
        return panel;
    }

    /** A table with a row for each series. */
    static ObjectNode table(String title, String description, String value, Target target) {
        ObjectNode panel = panel("table", title, description, target);
        ((ObjectNode) panel.path("targets").path(0)).put("format", "table");
        merge(panel, """
                {"options": {"showHeader": true},
                 "fieldConfig": {"defaults": {"unit": "none", "custom": {"align": null, "filterable": false}},
                  "overrides": []},
                 "transformations": [{"id": "organize", "options": {"excludeByName": {"Time": true}, "indexByName": {},
                  "renameByName": {"Value": "%s"}}}]}
                """.formatted(value));
        return panel;
    }

    /** Counts by time and bucket. */
    static ObjectNode heatmap(String title, String description, Target target) {
        ObjectNode panel = panel("heatmap", title, description, target);
        ((ObjectNode) panel.path("targets").path(0)).put("format", "heatmap");
        merge(panel, """
                {"dataFormat": "tsbuckets", "yBucketBound": "upper", "hideZeroBuckets": true, "reverseYBuckets": false,
                 "highlightCards": true, "cards": {"cardPadding": null, "cardRound": null},
                 "color": {"mode": "spectrum", "colorScheme": "interpolateOranges", "colorScale": "sqrt",
                  "exponent": 0.5, "cardColor": "#FF9830", "min": null, "max": null},
                 "legend": {"show": false}, "tooltip": {"show": true, "showHistogram": false},
                 "xAxis": {"show": true}, "xBucketNumber": null, "xBucketSize": null,
                 "yAxis": {"format": "s", "show": true, "logBase": 1, "decimals": null, "min": null, "max": null,
                  "splitFactor": null},
                 "yBucketNumber": null, "yBucketSize": null,
                 "fieldConfig": {"defaults": {"unit": "s"}, "overrides": []}}
                """);
        return panel;
    }

    private static ObjectNode panel(String type, String title, String description, Target... targets) {
        ObjectNode panel = JSON.createObjectNode()
                .put("type", type)
                .put("title", title)
                .put("description", description)
                .put("datasource", "${datasource}");
        ArrayNode all = panel.putArray("targets");
        for (int i = 0; i < targets.length; i++) {
            ObjectNode target = all.addObject()
                    .put("refId", String.valueOf((char) ('A' + i)))
                    .put("expr", targets[i].expr())
                    .put("legendFormat", targets[i].legend())
                    .put("interval", "");
            if (targets[i].instant()) {
                target.put("instant", true).put("range", false);
            }
        }
        return panel;
    }

    static void merge(ObjectNode into, String json) {
        into.setAll((ObjectNode) read(json));
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
