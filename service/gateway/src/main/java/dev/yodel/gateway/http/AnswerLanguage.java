package dev.yodel.gateway.http;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import dev.yodel.gateway.call.ApiMethod;
import dev.yodel.gateway.json.BadInputException;
import dev.yodel.gateway.json.Parameters;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which language an answer is in, where the request leaves it to {@code Accept-Language}. */
final class AnswerLanguage {

    private static final String FIELD = "language";

    private final List<String> languages;

    /** @param languages those of the server, as BCP 47 tags */
    AnswerLanguage(List<String> languages) {
        this.languages = languages;
    }

    /** Whether answers of a method depend on the header. */
    boolean applies(ApiMethod method) {
        FieldDescriptor field = method.request().getDescriptorForType().findFieldByName(FIELD);
        return method.isGet() && field != null && !field.isRepeated();
    }

    /** Adds the language that a caller likes best among those of the server; none if there is no such. */
    void addTo(Parameters parameters, ApiMethod method, RequestHeaders headers) throws BadInputException {
        String accepted = headers.get(HttpHeaderNames.ACCEPT_LANGUAGE);
        if (accepted == null || !applies(method) || parameters.has(FIELD)) {
            return;
        }
        String best = best(accepted);
        if (best != null) {
            parameters.add(FIELD, best);
        }
    }

    /** The language of an answer; null if it has none. */
    static @Nullable String of(Message response) {
        FieldDescriptor field = response.getDescriptorForType().findFieldByName(FIELD);
        return field == null || !response.hasField(field)
                ? null
                : response.getField(field).toString();
    }

    private @Nullable String best(String accepted) {
        try {
            return Locale.lookupTag(Locale.LanguageRange.parse(accepted), languages);
        } catch (IllegalArgumentException e) {
            return null; // A malformed header must not make a request fail.
        }
    }
}
