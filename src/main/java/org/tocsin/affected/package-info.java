/**
 * Who is hit: record sets imported, checked, de-duplicated, encrypted, sealed.
 *
 * <p>May use: incident, evidence.
 */
package org.tocsin.affected;
