package org.tocsin.benchmark;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The loop that one would write by hand: a thread for each kept connection, and for each message a new {@code MimeMessage}
 * with text and HTML. It keeps no record. A process of its own, as the service is.
 */
final class AngusLoop {

    private static final int DOMAINS = 1000;

    private final String subject;
    private final String text;
    private final String html;
    private final Session session;
    private final AtomicInteger next = new AtomicInteger();

    private AngusLoop(Path folder, int port) throws IOException {
        this.subject = Files.readString(file(folder, "subject"));
        this.text = Files.readString(file(folder, "text"));
        this.html = Files.readString(file(folder, "html"));
        Properties settings = new Properties();
        settings.put("mail.smtp.host", "127.0.0.1");
        settings.put("mail.smtp.port", Integer.toString(port));
        settings.put("mail.smtp.socketFactory", new NoDelaySockets());
        this.session = Session.getInstance(settings);
    }

    /**
     * Runs it on the words that the service would send.
     *
     * @param words subject, text and HTML
     */
    static Run run(SmtpSink sink, Settings settings, Map<String, String> words, Path folder)
            throws IOException, InterruptedException {
        for (String part : List.of("subject", "text", "html")) {
            Files.writeString(file(folder, part), words.get(part));
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(settings.memory());
        command.addAll(List.of("-cp", mailAlone(), AngusLoop.class.getName()));
        command.addAll(List.of(
                folder.toString(),
                Integer.toString(sink.port()),
                Integer.toString(settings.sessions()),
                Integer.toString(settings.warmUp() + settings.people())));
        return OtherProcess.run("Angus Mail loop", command, sink, settings.warmUp(), settings.people());
    }

    // What such a program would have: the library looks for its parts on the whole class path again and again.
    private static String mailAlone() {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> entry.contains("test-classes")
                        || entry.contains("angus")
                        || entry.contains("jakarta.mail")
                        || entry.contains("jakarta.activation"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    public static void main(String[] arguments) throws Exception {
        AngusLoop loop = new AngusLoop(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        loop.send(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
    }

    private void send(int sessions, int messages) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(sessions);
        List<Future<?>> sending = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            sending.add(threads.submit(() -> sendOverOneConnection(messages)));
        }
        for (Future<?> one : sending) {
            one.get();
        }
        threads.shutdown();
    }

    private Void sendOverOneConnection(int messages) throws MessagingException {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect();
            for (int i = next.getAndIncrement(); i < messages; i = next.getAndIncrement()) {
                MimeMessage message = message("Person " + i, "person" + i + "@d" + i % DOMAINS + ".example.org");
                transport.sendMessage(message, message.getAllRecipients());
            }
        }
        return null;
    }

    private MimeMessage message(String name, String address) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress("notices@example.org"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(address));
        message.setSubject(subject, "UTF-8");
        message.setSentDate(new Date());
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(text.replace(People.name(0), name), "UTF-8");
        plain.setHeader("Content-Transfer-Encoding", "base64"); // as Tocsin does: the same number of bytes
        MimeBodyPart rich = new MimeBodyPart();
        rich.setText(html.replace(People.name(0), name), "UTF-8", "html");
        rich.setHeader("Content-Transfer-Encoding", "base64");
        message.setContent(new MimeMultipart("alternative", plain, rich));
        message.saveChanges();
        return message;
    }

    private static Path file(Path folder, String part) {
        return folder.resolve("loop-" + part + ".txt");
    }
}
