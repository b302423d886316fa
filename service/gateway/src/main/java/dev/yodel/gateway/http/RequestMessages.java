package dev.yodel.gateway.http;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.yodel.gateway.call.ApiMethod;
import dev.yodel.gateway.json.BadInputException;
import dev.yodel.gateway.json.MessageJson;
import dev.yodel.gateway.json.Parameters;

/** Reads the request message of one HTTP request: from path and query, from JSON or from a form. */
final class RequestMessages {

    private RequestMessages() {}

    /** The fields of the path and the query. */
    static Parameters parameters(ServiceRequestContext context, ApiMethod method) throws BadInputException {
        Parameters parameters = new Parameters(method.request().getDescriptorForType());
        for (var path : context.pathParams().entrySet()) {
            parameters.add(path.getKey(), path.getValue());
        }
        parameters.addAll(QueryParams.fromQueryString(queryOf(context)).stream().toList());
        return parameters;
    }

    /** The message of a body, which holds all fields. */
    static Message body(ServiceRequestContext context, ApiMethod method, AggregatedHttpRequest request)
            throws BadInputException, UnsupportedTypeException {
        if (!queryOf(context).isEmpty()) {
            throw new BadInputException("", "a query with POST (expected: all fields in the body)");
        }
        MediaType type = request.contentType();
        if (type == null || isJson(type)) {
            return MessageJson.parse(request.content().array(), method.request());
        }
        if (type.is(MediaType.FORM_DATA)) {
            Parameters parameters = new Parameters(method.request().getDescriptorForType());
            parameters.addAll(
                    QueryParams.fromQueryString(request.contentUtf8()).stream().toList());
            return parameters.message(method.request());
        }
        throw new UnsupportedTypeException(type, "application/json or application/x-www-form-urlencoded");
    }

    static boolean isJson(MediaType type) {
        return type.is(MediaType.JSON)
                || (type.subtype().endsWith("+json") && type.type().equals("application"));
    }

    private static String queryOf(ServiceRequestContext context) {
        String query = context.query();
        return query == null ? "" : query;
    }
}
