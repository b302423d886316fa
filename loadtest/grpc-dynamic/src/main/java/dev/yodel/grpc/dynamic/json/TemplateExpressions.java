package dev.yodel.grpc.dynamic.json;

import java.util.ArrayList;
import java.util.List;

/**
 * The placeholders of a template, in order. One that stands there twice is there twice: <code>#{randomUuid()}</code> is
 * another value each time.
 */
final class TemplateExpressions {
    private final List<String> sources = new ArrayList<>();

    /** Adds one and returns its position. */
    int add(String source) {
        sources.add(source);
        return sources.size() - 1;
    }

    List<String> sources() {
        return List.copyOf(sources);
    }
}
