package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A message in JSON with placeholders, parsed once and evaluated to a message for each call. Immutable, safe to share
 * between threads.
 *
 * <p>A placeholder is <code>#{expression}</code>; the caller supplies the value of each expression. A placeholder can be
 *
 * <ul>
 *   <li>a whole value, with or without quotes. Its value is converted to the type of the field: text is parsed as the
 *       number, boolean, enum or base64 of the field, or as JSON for a list, a map or a message. A {@code List},
 *       {@code Map}, {@code Message}, {@code byte[]}, {@code java.time.Instant} or {@code Duration} is accepted, and null
 *       leaves the field unset;
 *   <li>a part of a string, which may contain several;
 *   <li>a key of a map, an element of a list, or a value inside an {@code Any}, except for its {@code @type}.
 * </ul>
 *
 * <p>Constant values are checked when the template is parsed. A template without placeholders always returns the same
 * instance.
 *
 * @param <M> the type of its messages
 */
public final class MessageTemplate<M extends Message> {
    private final M prototype;
    private final TemplateNode root;
    private final List<String> expressions;

    private MessageTemplate(M prototype, TemplateNode root, List<String> expressions) {
        this.prototype = prototype;
        this.root = root;
        this.expressions = expressions;
    }

    /**
     * The elements of a JSON array of templates, each as its JSON source.
     *
     * @throws SchemaException if the text is not a well-formed array; the error names the line and column
     */
    public static List<String> splitArray(String json) {
        return JsonReader.splitTemplates(json);
    }

    /**
     * A template of dynamic messages.
     *
     * @param schema defines the types of {@code Any} messages and extensions
     * @throws SchemaException if the JSON is malformed or does not fit the type; the error names the field
     */
    public static MessageTemplate<DynamicMessage> parse(String json, Descriptor type, Schema schema) {
        return parse(json, DynamicMessage.getDefaultInstance(type), schema);
    }

    /**
     * A template of messages of the prototype's class, for example a generated one.
     *
     * @throws SchemaException if the JSON is malformed or does not fit the type; the error names the field
     */
    public static <M extends Message> MessageTemplate<M> parse(String json, M prototype, Schema schema) {
        TemplateCompiler compiler = new TemplateCompiler(schema);
        TemplateNode root = compiler.root(prototype, JsonReader.readTemplate(json));
        return new MessageTemplate<>(prototype, root, compiler.expressions());
    }

    /** The placeholders, with their <code>#{</code> and <code>}</code>, in the order of their values. */
    public List<String> expressions() {
        return expressions;
    }

    /** Whether the template has no placeholders. */
    public boolean isConstant() {
        return root.isConstant();
    }

    /**
     * The message with the given values.
     *
     * @param values one for each expression, in the order of {@link #expressions()}
     * @throws SchemaException if a value does not fit its field, or there are too few or too many values
     */
    public M evaluate(@Nullable Object[] values) {
        if (values.length != expressions.size()) {
            throw new SchemaException("values: " + values.length + " (expected: " + expressions.size() + ")");
        }
        return cast(root.value(values));
    }

    /**
     * The message with the values that a function returns for the expressions, which are as in {@link #expressions()}.
     *
     * @throws SchemaException if a value does not fit its field
     */
    public M evaluate(Function<String, ? extends @Nullable Object> lookup) {
        @Nullable Object[] values = new @Nullable Object[expressions.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = lookup.apply(expressions.get(i));
        }
        return evaluate(values);
    }

    @SuppressWarnings("unchecked") // The root node builds messages of the prototype's class.
    private M cast(@Nullable Object message) {
        return message == null ? prototype : (M) message;
    }
}
