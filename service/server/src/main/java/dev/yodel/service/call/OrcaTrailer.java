package dev.yodel.service.call;

import com.google.protobuf.CodedOutputStream;
import dev.yodel.v1.LoadReport;
import io.grpc.Metadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The load of a server in the trailers of a call, where load balancers look for it: {@code
 * xds.data.orca.v3.OrcaLoadReport}. It is nine fields, written here, so that no class of xDS is needed. This class is
 * loaded by the first call that asks for it.
 */
final class OrcaTrailer {

    private static final Metadata.Key<byte[]> KEY =
            Metadata.Key.of("endpoint-load-metrics-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private static final int CPU_UTILIZATION = 1;
    private static final int MEM_UTILIZATION = 2;
    private static final int REQUEST_COST = 4;
    private static final int UTILIZATION = 5;
    private static final int RPS_FRACTIONAL = 6;
    private static final int EPS = 7;
    private static final int NAMED_METRICS = 8;
    private static final int APPLICATION_UTILIZATION = 9;

    private OrcaTrailer() {}

    static void add(LoadReport load, Metadata trailers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            write(load, out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        trailers.put(KEY, bytes.toByteArray());
    }

    private static void write(LoadReport load, CodedOutputStream out) throws IOException {
        figure(CPU_UTILIZATION, load.getCpuUtilization(), out);
        figure(MEM_UTILIZATION, load.getMemoryUtilization(), out);
        figures(REQUEST_COST, load.getRequestCostMap(), out);
        figures(UTILIZATION, load.getUtilizationMap(), out);
        figure(RPS_FRACTIONAL, load.getRequestsPerSecond(), out);
        figure(EPS, load.getErrorsPerSecond(), out);
        figures(NAMED_METRICS, load.getNamedMetricsMap(), out);
        figure(APPLICATION_UTILIZATION, load.getApplicationUtilization(), out);
    }

    private static void figure(int field, double value, CodedOutputStream out) throws IOException {
        if (value != 0) {
            out.writeDouble(field, value);
        }
    }

    /** An entry of a map is a message with key 1 and value 2. */
    private static void figures(int field, Map<String, Double> figures, CodedOutputStream out) throws IOException {
        for (Map.Entry<String, Double> figure : figures.entrySet()) {
            ByteArrayOutputStream entry = new ByteArrayOutputStream();
            CodedOutputStream of = CodedOutputStream.newInstance(entry);
            of.writeString(1, figure.getKey());
            of.writeDouble(2, figure.getValue());
            of.flush();
            out.writeByteArray(field, entry.toByteArray());
        }
    }
}
