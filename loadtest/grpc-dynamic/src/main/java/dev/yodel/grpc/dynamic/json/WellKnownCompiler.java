package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.FieldMaskUtil;
import com.google.protobuf.util.Timestamps;
import dev.yodel.grpc.dynamic.schema.FieldLocation;
import dev.yodel.grpc.dynamic.schema.MessageForms;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.TemporalAccessor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles the well-known types, which have a form of their own in JSON. */
public final class WellKnownCompiler {
    public static final String ANY = "google.protobuf.Any";
    static final String STRUCT = "google.protobuf.Struct";
    static final String VALUE = "google.protobuf.Value";
    static final String LIST = "google.protobuf.ListValue";
    static final String TIMESTAMP = "google.protobuf.Timestamp";
    static final String DURATION = "google.protobuf.Duration";
    static final String FIELD_MASK = "google.protobuf.FieldMask";
    private static final Set<String> WRAPPERS = Set.of(
            "google.protobuf.BoolValue",
            "google.protobuf.Int32Value",
            "google.protobuf.UInt32Value",
            "google.protobuf.Int64Value",
            "google.protobuf.UInt64Value",
            "google.protobuf.StringValue",
            "google.protobuf.BytesValue",
            "google.protobuf.FloatValue",
            "google.protobuf.DoubleValue");
    private static final Set<String> TEXTS = Set.of(TIMESTAMP, DURATION, FIELD_MASK);
    static final String TYPE_KEY = "@type";
    private static final String TYPE_URL_PREFIX = "type.googleapis.com/";

    private final TemplateCompiler compiler;

    WellKnownCompiler(TemplateCompiler compiler) {
        this.compiler = compiler;
    }

    static boolean isSpecial(Descriptor type) {
        return isText(type)
                || switch (type.getFullName()) {
                    case ANY, STRUCT, LIST -> true;
                    default -> false;
                };
    }

    /** The full name in the type URL of an Any. */
    static String typeName(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** Whether the type is a scalar wrapped in a message, so that it can be absent. */
    static boolean isWrapper(Descriptor type) {
        return WRAPPERS.contains(type.getFullName());
    }

    /** Whether a text can stand for a message of this type. */
    static boolean isText(Descriptor type) {
        String name = type.getFullName();
        return TEXTS.contains(name) || WRAPPERS.contains(name) || name.equals(VALUE);
    }

    /** Whether null is a value of the field, rather than its absence. */
    static boolean isNullable(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName().equals(VALUE);
            case ENUM -> field.getEnumType().getFullName().equals("google.protobuf.NullValue");
            default -> false;
        };
    }

    TemplateNode part(Message prototype, @Nullable Object tree, FieldLocation where) {
        String name = prototype.getDescriptorForType().getFullName();
        if (WRAPPERS.contains(name)) {
            return compiler.single(prototype, "value", tree, where);
        }
        if (TEXTS.contains(name)) {
            return tree instanceof TemplateText text
                    ? compiler.spliced(text, where, value -> fromText(prototype, value, where))
                    : new TemplateNode.Constant(fromText(prototype, tree, where));
        }
        return switch (name) {
            case STRUCT -> compiler.single(prototype, "fields", tree, where);
            case LIST -> compiler.single(prototype, "values", tree, where);
            case VALUE -> compiler.single(prototype, kindOf(tree, where), tree, where);
            default -> any(prototype, tree, where);
        };
    }

    private static String kindOf(@Nullable Object tree, FieldLocation where) {
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
                case STRUCT -> "struct_value";
                case LIST -> "list_value";
                default -> throw where.error(tree, VALUE);
            };
        }
        throw where.error(tree, VALUE);
    }

    private Message fromText(Message prototype, @Nullable Object value, FieldLocation where) {
        try {
            Message message = switch (prototype.getDescriptorForType().getFullName()) {
                case TIMESTAMP ->
                    value instanceof TemporalAccessor moment
                            ? timestamp(Instant.from(moment))
                            : Timestamps.parse(text(value));
                case DURATION ->
                    value instanceof Duration length
                            ? Durations.add(
                                    Durations.fromSeconds(length.getSeconds()), Durations.fromNanos(length.getNano()))
                            : Durations.parse(text(value));
                default -> FieldMaskUtil.fromJsonString(text(value));
            };
            return MessageForms.as(prototype, message, compiler.schema().extensionRegistry());
        } catch (ParseException | DateTimeException | IllegalArgumentException e) {
            throw where.error(value, expectedText(prototype));
        }
    }

    private static String text(@Nullable Object value) {
        if (!(value instanceof CharSequence)) {
            throw new IllegalArgumentException("no text");
        }
        return value.toString();
    }

    private static com.google.protobuf.Timestamp timestamp(Instant moment) {
        return Timestamps.checkValid(com.google.protobuf.Timestamp.newBuilder()
                .setSeconds(moment.getEpochSecond())
                .setNanos(moment.getNano())
                .build());
    }

    private static String expectedText(Message prototype) {
        String name = prototype.getDescriptorForType().getFullName();
        return name
                + switch (name) {
                    case TIMESTAMP -> ", for example \"2026-01-31T12:00:00Z\"";
                    case DURATION -> ", for example \"1.5s\"";
                    default -> ", for example \"name,customer.id\"";
                };
    }

    private TemplateNode any(Message prototype, @Nullable Object tree, FieldLocation where) {
        if (tree instanceof Message content) {
            return new TemplateNode.Constant(pack(
                    prototype, TYPE_URL_PREFIX + content.getDescriptorForType().getFullName(), content));
        }
        if (!(tree instanceof Map<?, ?> members)) {
            throw where.error(tree, "google.protobuf.Any, a JSON object with \"@type\"");
        }
        if (members.isEmpty()) {
            return new TemplateNode.Constant(prototype);
        }
        if (!(members.get(TYPE_KEY) instanceof String url)) {
            throw where.field(TYPE_KEY).error(members.get(TYPE_KEY), "the fixed full name of a message type");
        }
        Descriptor type = compiler.schema().findMessage(typeName(url));
        if (type == null) {
            throw where.field(TYPE_KEY)
                    .error(
                            url,
                            "a message type that the server's reflection, the descriptor set or the .proto files know");
        }
        Message content = DynamicMessage.getDefaultInstance(type);
        AnyPart any = new AnyPart(
                prototype, url.contains("/") ? url : TYPE_URL_PREFIX + url, content(content, members, where));
        return TemplateNode.folded(any, any.content().isConstant());
    }

    private TemplateNode content(Message content, Map<?, ?> members, FieldLocation where) {
        Map<Object, @Nullable Object> rest = new LinkedHashMap<>(members);
        rest.remove(TYPE_KEY);
        if (!isSpecial(content.getDescriptorForType())) {
            return compiler.members(content, rest, where);
        }
        Object value = rest.remove("value");
        if (!rest.isEmpty()) {
            throw where.error(rest.keySet(), "\"@type\" and \"value\"");
        }
        return value instanceof TemplateText text && text.isWhole()
                ? compiler.whole(
                        text,
                        one -> compiler.message(content, one, where.field("value"))
                                .value(TemplateNode.NO_VALUES))
                : compiler.message(content, value, where.field("value"));
    }

    private static Message pack(Message prototype, String url, Message content) {
        Descriptor any = prototype.getDescriptorForType();
        return prototype
                .newBuilderForType()
                .setField(any.findFieldByNumber(1), url)
                .setField(any.findFieldByNumber(2), content.toByteString())
                .build();
    }

    /** An Any whose content has holes. */
    private record AnyPart(Message prototype, String url, TemplateNode content) implements TemplateNode {
        @Override
        public @Nullable Object value(@Nullable Object[] values) {
            Object message = content.value(values);
            return message instanceof Message some ? pack(prototype, url, some) : null;
        }
    }
}
