/** The program that writes the dashboards: panels and queries as code, JSON for Grafana 7.5 and later as its output. */
@NullMarked
package dev.yodel.monitoring.generate;

import org.jspecify.annotations.NullMarked;
