package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.FieldLocation;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A message in JSON with placeholders, read once and made into a message per call. Immutable, safe to share.
 *
 * <p>A placeholder is <code>#{expression}</code>, and what an expression means is up to the caller. It may stand
 *
 * <ul>
 *   <li>alone, in quotes or bare: its value is converted to the type of the field. A text is read as the number, boolean,
 *       enum or base64 that the field wants, or as JSON where the field is a list, a map or a message; a {@code List}, a
 *       {@code Map}, a {@code Message}, {@code byte[]}, {@code java.time.Instant} and {@code Duration} are taken as they
 *       are; null leaves the field unset;
 *   <li>inside a longer text, also several times: the texts of its values are put in;
 *   <li>as the key of a map, as an element of a list, and anywhere inside an {@code Any}, but not as its {@code @type}.
 * </ul>
 *
 * <p>All that is constant is built and checked when the template is parsed. A template without placeholders always gives
 * the same instance.
 *
 * @param <M> the type of its messages
 */
public final class MessageTemplate<M extends Message> {
    private final M prototype;
    private final TemplateNode part;
    private final List<String> expressions;

    private MessageTemplate(M prototype, TemplateNode part, List<String> expressions) {
        this.prototype = prototype;
        this.part = part;
        this.expressions = expressions;
    }

    /**
     * A template of dynamic messages.
     *
     * @param schema where {@code Any} and extensions find their types
     * @throws SchemaException if the JSON is not well-formed or does not fit the type; the message names the field
     */
    public static MessageTemplate<DynamicMessage> parse(String json, Descriptor type, Schema schema) {
        return parse(json, DynamicMessage.getDefaultInstance(type), schema);
    }

    /**
     * A template of messages of the class of a prototype, for example of a generated one.
     *
     * @throws SchemaException if the JSON is not well-formed or does not fit the type; the message names the field
     */
    public static <M extends Message> MessageTemplate<M> parse(String json, M prototype, Schema schema) {
        TemplateExpressions expressions = new TemplateExpressions();
        TemplateCompiler compiler = new TemplateCompiler(schema, expressions);
        Object tree = JsonReader.readTemplate(json);
        TemplateNode part = tree instanceof TemplateText text && text.isWhole()
                ? compiler.whole(
                        text,
                        value -> compiler.messageOfSession(prototype, value).value(TemplateNode.NO_VALUES))
                : compiler.message(prototype, tree, FieldLocation.ROOT);
        return new MessageTemplate<>(prototype, part, expressions.sources());
    }

    /** The placeholders as written, <code>#{</code> and <code>}</code> included, in the order of their values. */
    public List<String> expressions() {
        return expressions;
    }

    /** Whether there are no placeholders. */
    public boolean isConstant() {
        return part.isConstant();
    }

    /**
     * The message of these values.
     *
     * @param values one per expression, in the order of {@link #expressions()}
     * @throws SchemaException if a value does not fit its field, or their number is another
     */
    public M evaluate(@Nullable Object[] values) {
        if (values.length != expressions.size()) {
            throw new SchemaException("values: " + values.length + " (expected: " + expressions.size() + ")");
        }
        return cast(part.value(values));
    }

    /**
     * The message of the values that a function gives for the expressions, each written as in {@link #expressions()}.
     *
     * @throws SchemaException if a value does not fit its field
     */
    public M evaluate(Function<String, ? extends @Nullable Object> variables) {
        @Nullable Object[] values = new @Nullable Object[expressions.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = variables.apply(expressions.get(i));
        }
        return evaluate(values);
    }

    @SuppressWarnings("unchecked") // Every part of a message is of the class of its prototype.
    private M cast(@Nullable Object message) {
        return message == null ? prototype : (M) message;
    }
}
