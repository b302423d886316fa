package dev.yodel.grpc.dynamic.reflection;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import io.grpc.reflection.v1.ExtensionRequest;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Queries the files that define some symbols, then their imports and the extensions of their messages, until nothing new
 * is found.
 *
 * <p>Some servers send a file with all of its imports, some send it alone, and some send files repeatedly or in any order.
 * So an import is requested only if it is still missing after a whole response.
 */
final class SchemaQuery implements ReflectionQuery<Schema> {
    private final CompletableFuture<Schema> result = new CompletableFuture<>();
    private final ReflectionStream stream;
    private final ReflectedFiles files;
    private final List<String> symbols;
    private int pending;

    /** A query for the files of some symbols, or of all services if the list is empty. */
    SchemaQuery(List<String> symbols, ReflectionStream stream, ReflectionLimits limits) {
        this.symbols = symbols;
        this.stream = stream;
        files = new ReflectedFiles(limits);
    }

    @Override
    public CompletableFuture<Schema> result() {
        return result;
    }

    @Override
    public void start() {
        if (symbols.isEmpty()) {
            send(
                    ServicesQuery.REQUEST,
                    response -> ServicesQuery.of(response).forEach(service -> requestSymbol(service, left -> {})));
        } else {
            symbols.forEach(
                    symbol -> requestSymbol(symbol.replaceFirst("^/", "").replaceFirst("/.*", ""), this::requestOwner));
        }
    }

    private void requestSymbol(String symbol, Consumer<String> unknown) {
        ServerReflectionRequest request = ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(symbol)
                .build();
        send(request, response -> {
            if (response.hasErrorResponse()) {
                unknown.accept(symbol);
            } else {
                add(response, "symbol " + symbol);
            }
        });
    }

    /** Some servers don't find a method by its name, but all find its service. */
    private void requestOwner(String symbol) {
        int dot = symbol.lastIndexOf('.');
        if (dot <= 0) {
            failUnknown(symbol);
        } else {
            requestSymbol(symbol.substring(0, dot), owner -> failUnknown(symbol));
        }
    }

    private void failUnknown(String symbol) {
        send(ServicesQuery.REQUEST, response -> {
            throw SchemaException.unknown("symbol: " + symbol, symbol, ServicesQuery.of(response));
        });
    }

    private void add(ServerReflectionResponse response, String requested) {
        List<FileDescriptorProto> added =
                files.add(response.getFileDescriptorResponse().getFileDescriptorProtoList(), requested);
        for (FileDescriptorProto file : added) {
            files.newImportsOf(file).forEach(this::requestFile);
            files.extendableTypesOf(file).forEach(this::requestExtensions);
        }
    }

    /** If the server lacks the import as well, it may not be needed; the linker decides. */
    private void requestFile(String name) {
        ServerReflectionRequest request =
                ServerReflectionRequest.newBuilder().setFileByFilename(name).build();
        send(request, response -> add(response, "file " + name));
    }

    private void requestExtensions(String type) {
        ServerReflectionRequest request = ServerReflectionRequest.newBuilder()
                .setAllExtensionNumbersOfType(type)
                .build();
        send(
                request,
                response -> response.getAllExtensionNumbersResponse().getExtensionNumberList().stream()
                        .distinct()
                        .limit(ReflectedFiles.EXTENSIONS_PER_TYPE)
                        .forEach(number -> requestExtension(type, number)));
    }

    private void requestExtension(String type, int number) {
        ServerReflectionRequest request = ServerReflectionRequest.newBuilder()
                .setFileContainingExtension(
                        ExtensionRequest.newBuilder().setContainingType(type).setExtensionNumber(number))
                .build();
        send(request, response -> add(response, "extension " + number + " of " + type));
    }

    private void send(ServerReflectionRequest request, Consumer<ServerReflectionResponse> then) {
        pending++;
        stream.send(request, response -> {
            then.accept(response);
            pending--;
            if (pending == 0) {
                result.complete(Schema.ofFiles(files.link()));
            }
        });
    }
}
