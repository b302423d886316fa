package dev.yodel.grpc.dynamic.reflection;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import dev.yodel.grpc.dynamic.schema.NearMatches;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import io.grpc.reflection.v1.ExtensionRequest;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The question what some symbols are: asks for their files, then for what those import and for the extensions of what
 * they define, until nothing new comes.
 *
 * <p>Servers differ: some send a file with all of its imports, some alone, some in any order and over again. So an import
 * is asked for only when a whole response has been read and it is still not there.
 */
final class SchemaQuery implements ReflectionQuery<Schema> {
    private final CompletableFuture<Schema> answer = new CompletableFuture<>();
    private final ReflectionStream stream;
    private final ReflectedFiles files;
    private final List<String> symbols;
    private int open;

    private SchemaQuery(List<String> symbols, ReflectionStream stream, ReflectionLimits limits) {
        this.symbols = symbols;
        this.stream = stream;
        files = new ReflectedFiles(limits);
    }

    static SchemaQuery of(List<String> symbols, ReflectionStream stream, ReflectionLimits limits) {
        return new SchemaQuery(symbols, stream, limits);
    }

    static SchemaQuery ofEverything(ReflectionStream stream, ReflectionLimits limits) {
        return new SchemaQuery(List.of(), stream, limits);
    }

    @Override
    public CompletableFuture<Schema> answer() {
        return answer;
    }

    @Override
    public void begin() {
        if (symbols.isEmpty()) {
            ask(
                    ServicesQuery.REQUEST,
                    response -> ServicesQuery.of(response).forEach(service -> askSymbol(service, left -> {})));
        } else {
            symbols.forEach(symbol -> askSymbol(symbol.replaceFirst("^/", "").replaceFirst("/.*", ""), this::askOwner));
        }
    }

    private void askSymbol(String symbol, Consumer<String> unknown) {
        ServerReflectionRequest request = ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(symbol)
                .build();
        ask(request, response -> {
            if (response.hasErrorResponse()) {
                unknown.accept(symbol);
            } else {
                add(response, "symbol " + symbol);
            }
        });
    }

    /** Not every server finds a method by its name; all find its service. */
    private void askOwner(String symbol) {
        int dot = symbol.lastIndexOf('.');
        if (dot <= 0) {
            failUnknown(symbol);
        } else {
            askSymbol(symbol.substring(0, dot), owner -> failUnknown(symbol));
        }
    }

    private void failUnknown(String symbol) {
        ask(ServicesQuery.REQUEST, response -> {
            throw new SchemaException(
                    "symbol: " + symbol + " " + NearMatches.expected(symbol, ServicesQuery.of(response)));
        });
    }

    private void add(ServerReflectionResponse response, String asked) {
        List<FileDescriptorProto> added =
                files.add(response.getFileDescriptorResponse().getFileDescriptorProtoList(), asked);
        for (FileDescriptorProto file : added) {
            files.newImportsOf(file).forEach(this::askFile);
            files.newExtendableTypesOf(file).forEach(this::askExtensions);
        }
    }

    /** An import that the server does not have either is the linker's to judge: it may be of no use. */
    private void askFile(String name) {
        ServerReflectionRequest request =
                ServerReflectionRequest.newBuilder().setFileByFilename(name).build();
        ask(request, response -> add(response, "file " + name));
    }

    private void askExtensions(String type) {
        ServerReflectionRequest request = ServerReflectionRequest.newBuilder()
                .setAllExtensionNumbersOfType(type)
                .build();
        ask(
                request,
                response -> response.getAllExtensionNumbersResponse().getExtensionNumberList().stream()
                        .distinct()
                        .limit(ReflectedFiles.EXTENSIONS_PER_TYPE)
                        .forEach(number -> askExtension(type, number)));
    }

    private void askExtension(String type, int number) {
        ServerReflectionRequest request = ServerReflectionRequest.newBuilder()
                .setFileContainingExtension(
                        ExtensionRequest.newBuilder().setContainingType(type).setExtensionNumber(number))
                .build();
        ask(request, response -> add(response, "extension " + number + " of " + type));
    }

    private void ask(ServerReflectionRequest request, Consumer<ServerReflectionResponse> then) {
        open++;
        stream.ask(request, response -> {
            then.accept(response);
            open--;
            if (open == 0) {
                answer.complete(Schema.ofFiles(files.link()));
            }
        });
    }
}
