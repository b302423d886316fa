package dev.yodel.gateway.page;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.yodel.gateway.call.ApiMethod;
import java.util.List;
import java.util.regex.Pattern;

/** The paths of HTTP/JSON as an OpenAPI 3.1 document, with the comments of the proto files. */
public final class OpenApi {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final String SCHEMAS = "#/components/schemas/";

    private final ProtoComments comments = ProtoComments.read();
    private final OpenApiSchemas schemas = new OpenApiSchemas(comments);

    private OpenApi() {}

    /** The document, in JSON. */
    public static String of(List<ApiMethod> methods, String version) {
        return GSON.toJson(new OpenApi().document(methods, version));
    }

    private JsonObject document(List<ApiMethod> methods, String version) {
        JsonObject paths = new JsonObject();
        for (ApiMethod method : methods) {
            JsonObject item = new JsonObject();
            item.add(method.isGet() ? "get" : "post", operation(method));
            paths.add(method.path(), item);
        }
        JsonObject info = new JsonObject();
        info.addProperty("title", "Yodel");
        info.addProperty("version", version);
        info.addProperty(
                "description", "A Greeting and Echo service that responds, delays, fails and streams on request.");
        JsonObject components = new JsonObject();
        components.add("schemas", schemas.all());
        JsonObject bearer = new JsonObject();
        bearer.addProperty("type", "http");
        bearer.addProperty("scheme", "bearer");
        components.add("securitySchemes", object("token", bearer));
        JsonObject document = new JsonObject();
        document.addProperty("openapi", "3.1.0");
        document.add("info", info);
        document.add("paths", paths);
        document.add("components", components);
        return document;
    }

    private JsonObject operation(ApiMethod method) {
        JsonObject operation = new JsonObject();
        operation.addProperty("operationId", method.proto().getName());
        String service = method.proto().getService().getName();
        JsonArray tags = new JsonArray();
        tags.add(service);
        operation.add("tags", tags);
        operation.addProperty("description", comments.of(method.proto()));
        Descriptor input = method.proto().getInputType();
        if (method.isGet()) {
            operation.add("parameters", parameters(method, input));
        } else {
            JsonObject body = new JsonObject();
            body.addProperty("required", true);
            JsonObject content = new JsonObject();
            content.add("application/json", schema(input));
            if (method.clientStreams()) {
                content.add("application/x-ndjson", schema(input));
            } else {
                content.add("application/x-www-form-urlencoded", schema(input));
            }
            body.add("content", content);
            operation.add("requestBody", body);
        }
        operation.add("responses", responses(method));
        return operation;
    }

    private JsonArray parameters(ApiMethod method, Descriptor input) {
        List<String> inPath = VARIABLE.matcher(method.path())
                .results()
                .map(found -> found.group(1))
                .toList();
        JsonArray parameters = new JsonArray();
        for (FieldDescriptor field : input.getFields()) {
            boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            if (isMessage) {
                continue; // Its fields, joined by dots, are too many to list.
            }
            boolean path = inPath.contains(field.getName());
            JsonObject parameter = new JsonObject();
            parameter.addProperty("name", path ? field.getName() : field.getJsonName());
            parameter.addProperty("in", path ? "path" : "query");
            parameter.addProperty("required", path);
            parameter.addProperty("description", comments.of(field));
            parameter.add("schema", schemas.ofField(field));
            parameters.add(parameter);
        }
        return parameters;
    }

    private JsonObject responses(ApiMethod method) {
        JsonObject content = new JsonObject();
        JsonObject output = schema(method.proto().getOutputType());
        if (method.serverStreams()) {
            content.add("application/x-ndjson", output);
            content.add("text/event-stream", output);
        } else {
            content.add("application/json", output);
        }
        JsonObject ok = new JsonObject();
        ok.addProperty("description", "OK");
        ok.add("content", content);
        JsonObject error = new JsonObject();
        error.addProperty("description", "code, message, status and details, as in Google's APIs");
        JsonObject responses = object("200", ok);
        responses.add("default", error);
        return responses;
    }

    private JsonObject schema(Descriptor type) {
        JsonObject reference = new JsonObject();
        reference.addProperty("$ref", SCHEMAS + schemas.nameOf(type));
        return object("schema", reference);
    }

    private static JsonObject object(String name, JsonObject value) {
        JsonObject object = new JsonObject();
        object.add(name, value);
        return object;
    }
}
