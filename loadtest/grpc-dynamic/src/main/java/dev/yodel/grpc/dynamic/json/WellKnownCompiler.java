package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.FieldMaskUtil;
import com.google.protobuf.util.Timestamps;
import dev.yodel.grpc.dynamic.schema.WellKnownTypes;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.TemporalAccessor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A compiler for the well-known types, which have their own JSON form. */
final class WellKnownCompiler {
    /** The member that names the type of an {@code Any}. */
    static final String TYPE_KEY = "@type";

    private static final String TYPE_URL_PREFIX = "type.googleapis.com/";
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");
    private static final Pattern SECONDS = Pattern.compile("[+-]?\\d+(\\.\\d{0,9})?s");
    private static final Pattern FIELD_MASK = Pattern.compile("|[a-zA-Z][a-zA-Z0-9]*([.,][a-zA-Z][a-zA-Z0-9]*)*");

    private final TemplateCompiler compiler;

    WellKnownCompiler(TemplateCompiler compiler) {
        this.compiler = compiler;
    }

    TemplateNode node(Message prototype, @Nullable Object tree, FieldLocation location) {
        Descriptor type = prototype.getDescriptorForType();
        if (tree == null && !type.getFullName().equals(WellKnownTypes.VALUE)) {
            throw location.error(null, expected(type));
        }
        if (WellKnownTypes.isWrapper(type)) {
            return compiler.singleField(prototype, "value", tree, location);
        }
        if (WellKnownTypes.isString(type)) {
            return tree instanceof TemplateText text
                    ? compiler.interpolated(text, location, value -> fromString(prototype, value, location))
                    : new TemplateNode.Constant(fromString(prototype, tree, location));
        }
        return switch (type.getFullName()) {
            case WellKnownTypes.STRUCT -> compiler.singleField(prototype, "fields", tree, location);
            case WellKnownTypes.LIST -> compiler.singleField(prototype, "values", tree, location);
            case WellKnownTypes.VALUE -> compiler.singleField(prototype, kindOf(tree, location), tree, location);
            default -> any(prototype, tree, location);
        };
    }

    private static String kindOf(@Nullable Object tree, FieldLocation location) {
        if (tree == null) {
            return "null_value";
        }
        if (tree instanceof Boolean) {
            return "bool_value";
        }
        if (tree instanceof Number) {
            return "number_value";
        }
        if (tree instanceof CharSequence || tree instanceof TemplateText || tree instanceof Enum<?>) {
            return "string_value";
        }
        if (tree instanceof Map) {
            return "struct_value";
        }
        if (tree instanceof Iterable || tree.getClass().isArray()) {
            return "list_value";
        }
        if (tree instanceof Message message) {
            return switch (message.getDescriptorForType().getFullName()) {
                case WellKnownTypes.STRUCT -> "struct_value";
                case WellKnownTypes.LIST -> "list_value";
                default -> throw location.error(tree, WellKnownTypes.VALUE);
            };
        }
        throw location.error(tree, WellKnownTypes.VALUE);
    }

    private Message fromString(Message prototype, @Nullable Object value, FieldLocation location) {
        try {
            Message message = switch (prototype.getDescriptorForType().getFullName()) {
                case WellKnownTypes.TIMESTAMP ->
                    value instanceof TemporalAccessor moment
                            ? timestamp(Instant.from(moment))
                            : timestamp(rfc3339(text(value)));
                case WellKnownTypes.DURATION ->
                    value instanceof Duration length
                            ? Durations.add(
                                    Durations.fromSeconds(length.getSeconds()), Durations.fromNanos(length.getNano()))
                            : Durations.parse(seconds(text(value)));
                default -> FieldMaskUtil.fromJsonString(lowerCamelCase(text(value)));
            };
            return MessageConversion.convert(
                    prototype, message, compiler.schema().extensionRegistry());
        } catch (ParseException | DateTimeException | IllegalArgumentException e) {
            throw location.error(value, expected(prototype.getDescriptorForType()));
        }
    }

    private static String text(@Nullable Object value) {
        if (!(value instanceof CharSequence)) {
            throw new IllegalArgumentException("not a string");
        }
        return value.toString();
    }

    /** Parses strictly, unlike {@link Timestamps#parse}, for which February 30 is March 2. */
    private static Instant rfc3339(String text) {
        if (!RFC_3339.matcher(text).matches()) {
            throw new IllegalArgumentException("not in RFC 3339");
        }
        return OffsetDateTime.parse(text).toInstant();
    }

    /** Checks the form of a duration, as {@link Durations#parse} drops the digits after the ninth. */
    private static String seconds(String text) {
        if (!SECONDS.matcher(text).matches()) {
            throw new IllegalArgumentException("not in seconds");
        }
        return text;
    }

    /** Checks the paths of a field mask, as {@link FieldMaskUtil} would change other ones. */
    private static String lowerCamelCase(String paths) {
        if (!FIELD_MASK.matcher(paths).matches()) {
            throw new IllegalArgumentException("not in lowerCamelCase");
        }
        return paths;
    }

    private static com.google.protobuf.Timestamp timestamp(Instant moment) {
        return Timestamps.checkValid(com.google.protobuf.Timestamp.newBuilder()
                .setSeconds(moment.getEpochSecond())
                .setNanos(moment.getNano())
                .build());
    }

    private static String expected(Descriptor type) {
        String name = type.getFullName();
        return name
                + switch (name) {
                    case WellKnownTypes.TIMESTAMP -> ", for example \"2026-01-31T12:00:00Z\"";
                    case WellKnownTypes.DURATION -> ", for example \"1.5s\"";
                    case WellKnownTypes.FIELD_MASK -> ", for example \"name,customer.id\"";
                    case WellKnownTypes.ANY -> ", a JSON object with \"@type\"";
                    default -> "";
                };
    }

    private TemplateNode any(Message prototype, @Nullable Object tree, FieldLocation location) {
        if (tree instanceof Message content) {
            return new TemplateNode.Constant(pack(
                    prototype, TYPE_URL_PREFIX + content.getDescriptorForType().getFullName(), content));
        }
        if (!(tree instanceof Map<?, ?> members)) {
            throw location.error(tree, expected(prototype.getDescriptorForType()));
        }
        if (members.isEmpty()) {
            return new TemplateNode.Constant(prototype);
        }
        if (!(members.get(TYPE_KEY) instanceof String url)) {
            throw location.field(TYPE_KEY).error(members.get(TYPE_KEY), "the constant full name of a message type");
        }
        Descriptor type = compiler.schema().findMessage(WellKnownTypes.typeName(url));
        if (type == null) {
            throw location.field(TYPE_KEY)
                    .error(url, "a message type that reflection, the descriptor set or the .proto files define");
        }
        Message content = DynamicMessage.getDefaultInstance(type);
        AnyNode any = new AnyNode(
                prototype, url.contains("/") ? url : TYPE_URL_PREFIX + url, content(content, members, location));
        return TemplateNode.folded(any, any.content().isConstant());
    }

    private TemplateNode content(Message content, Map<?, ?> members, FieldLocation location) {
        Map<Object, @Nullable Object> rest = new LinkedHashMap<>(members);
        rest.remove(TYPE_KEY);
        Descriptor type = content.getDescriptorForType();
        if (type.getFullName().equals(WellKnownTypes.EMPTY) && rest.equals(Map.of("value", Map.of()))) {
            // So Go prints it.
            return compiler.members(content, Map.of(), location);
        }
        if (!WellKnownTypes.hasOwnJson(type)) {
            return compiler.members(content, rest, location);
        }
        if (!rest.containsKey("value")) {
            throw location.field("value").error(null, expected(type));
        }
        Object value = rest.remove("value");
        if (!rest.isEmpty()) {
            throw location.error(rest.keySet(), "\"@type\" and \"value\"");
        }
        return value instanceof TemplateText text && text.isPlaceholder()
                ? compiler.placeholder(
                        text,
                        one -> compiler.message(content, one, location.field("value"))
                                .value(TemplateNode.NO_VALUES))
                : compiler.message(content, value, location.field("value"));
    }

    private static Message pack(Message prototype, String url, Message content) {
        Descriptor any = prototype.getDescriptorForType();
        return prototype
                .newBuilderForType()
                .setField(any.findFieldByNumber(1), url)
                .setField(any.findFieldByNumber(2), content.toByteString())
                .build();
    }

    /** An Any whose content is variable. */
    private record AnyNode(Message prototype, String url, TemplateNode content) implements TemplateNode {
        @Override
        public @Nullable Object value(@Nullable Object[] values) {
            Object message = content.value(values);
            return message instanceof Message some ? pack(prototype, url, some) : null;
        }
    }
}
