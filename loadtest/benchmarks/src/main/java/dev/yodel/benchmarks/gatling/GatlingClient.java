package dev.yodel.benchmarks.gatling;

import io.gatling.app.Gatling$;

/** Runs a simulation of this package. Takes Gatling's own arguments. */
public final class GatlingClient {

    private GatlingClient() {}

    public static void main(String[] args) {
        System.exit(Gatling$.MODULE$.fromArgs(args));
    }
}
