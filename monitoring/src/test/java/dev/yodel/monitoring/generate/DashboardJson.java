package dev.yodel.monitoring.generate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** A dashboard while it is put together. Panels flow from left to right, in rows of 24 columns. */
final class DashboardJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int COLUMNS = 24;

    private final String uid;
    private final ObjectNode json = JSON.createObjectNode();
    private int id;
    private int x;
    private int y;
    private int height;

    DashboardJson(String uid, String title, String description) {
        this.uid = uid;
        json.put("uid", uid).put("title", title).put("description", description);
        Panels.merge(json, """
                {"tags": ["yodel", "grpc"], "editable": true, "graphTooltip": 1, "schemaVersion": 27, "version": 1,
                 "timezone": "browser", "time": {"from": "now-5m", "to": "now"}, "refresh": "5s",
                 "timepicker": {"refresh_intervals": ["1s", "5s", "10s", "30s", "1m", "5m"]},
                 "links": [{"type": "dashboards", "tags": ["yodel"], "title": "", "icon": "external link",
                  "asDropdown": false, "includeVars": true, "keepTime": true, "targetBlank": false}],
                 "annotations": {"list": []}, "templating": {"list": []}, "panels": []}
                """);
        variable("""
                {"name": "datasource", "label": "Prometheus", "type": "datasource", "query": "prometheus", "regex": "",
                 "hide": 0, "refresh": 1, "includeAll": false, "multi": false, "options": [], "current": {}}
                """);
    }

    /** The file that it is written to. */
    String file() {
        return uid + ".json";
    }

    DashboardJson variable(String variable) {
        json.withObject("/templating").withArray("list").add(Panels.read(variable));
        return this;
    }

    /** A variable with the values of a label. */
    DashboardJson labelVariable(String name, String label, String query, boolean all) {
        return variable("""
                {"name": "%s", "label": "%s", "type": "query", "datasource": "${datasource}", "definition": "%3$s",
                 "query": {"query": "%3$s", "refId": "StandardVariableQuery"}, "regex": "", "refresh": 2, "sort": 2,
                 "hide": 0, "includeAll": %4$s, "multi": %4$s, "allValue": %5$s, "options": [], "current": %6$s,
                 "skipUrlSync": false}
                """.formatted(
                        name,
                        label,
                        query,
                        all,
                        all ? "\".*\"" : "null",
                        all ? "{\"selected\": true, \"text\": [\"All\"], \"value\": [\"$__all\"]}" : "{}"));
    }

    /** The phases that charts cover: the measured window alone, unless warm-up and cool-down are added. */
    DashboardJson phases() {
        return variable("""
                {"name": "phase", "label": "Phases", "type": "custom", "query": "measuring,warm_up,cool_down",
                 "hide": 0, "includeAll": false, "multi": true, "allValue": null, "skipUrlSync": false,
                 "current": {"selected": true, "text": ["measuring"], "value": ["measuring"]},
                 "options": [{"selected": true, "text": "measuring", "value": "measuring"},
                  {"selected": false, "text": "warm_up", "value": "warm_up"},
                  {"selected": false, "text": "cool_down", "value": "cool_down"}]}
                """);
    }

    /** Something to see in the time axis of all charts: a region for as long as the query has a value. */
    DashboardJson annotation(String name, String colour, String expr, String title, String text) {
        json.withObject("/annotations")
                .withArray("list")
                .addObject()
                .put("name", name)
                .put("datasource", "${datasource}")
                .put("enable", true)
                .put("hide", false)
                .put("iconColor", colour)
                .put("expr", expr)
                .put("step", "1s")
                .put("titleFormat", title)
                .put("textFormat", text)
                .put("tagKeys", "")
                .put("useValueForTime", false)
                .put("showIn", 0);
        return this;
    }

    DashboardJson row(String title) {
        wrap();
        ObjectNode row =
                JSON.createObjectNode().put("type", "row").put("title", title).put("collapsed", false);
        row.putArray("panels");
        return add(COLUMNS, 1, row);
    }

    DashboardJson add(int width, int tall, ObjectNode panel) {
        if (x + width > COLUMNS) {
            wrap();
        }
        panel.put("id", ++id);
        panel.putObject("gridPos").put("x", x).put("y", y).put("w", width).put("h", tall);
        ((ArrayNode) json.path("panels")).add(panel);
        x += width;
        height = Math.max(height, tall);
        return this;
    }

    private void wrap() {
        x = 0;
        y += height;
        height = 0;
    }

    String text() throws IOException {
        return JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json) + "\n";
    }
}
