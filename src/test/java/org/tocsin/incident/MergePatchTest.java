package org.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The cases of RFC 7396, appendix A, whose patch and target are objects. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':'b'}           | {'a':'c'}                   | {'a':'c'}",
                "{'a':'b'}           | {'b':'c'}                   | {'a':'b','b':'c'}",
                "{'a':'b'}           | {'a':null}                  | {}",
                "{'a':'b','b':'c'}   | {'a':null}                  | {'b':'c'}",
                "{'a':['b']}         | {'a':'c'}                   | {'a':'c'}",
                "{'a':'c'}           | {'a':['b']}                 | {'a':['b']}",
                "{'a':{'b':'c'}}     | {'a':{'b':'d','c':null}}    | {'a':{'b':'d'}}",
                "{'a':[{'b':'c'}]}   | {'a':[1]}                   | {'a':[1]}",
                "{'e':null}          | {'a':1}                     | {'e':null,'a':1}",
                "{}                  | {'a':{'bb':{'ccc':null}}}   | {'a':{'bb':{}}}",
            })
    void itMergesAsTheStandardSays(String target, String patch, String result) throws JsonProcessingException {
        ObjectNode merged = read(target);

        MergePatch.apply(read(patch), merged);

        assertThat(merged).isEqualTo(read(result));
    }

    @Test
    void whatChangedIsNamedByItsPlace() throws JsonProcessingException {
        JsonNode before = read("{'same':1,'facts':{'en':{'x':'old','y':'y'}},'list':['a','b'],'gone':'x','a/b':1}");
        JsonNode after = read("{'same':1,'facts':{'en':{'x':'new','y':'y'},'es':{'x':'x'}},'list':['a'],'a/b':2}");

        assertThat(ChangedFields.between(before, after))
                .isEqualTo(List.of("/a~1b", "/facts/en/x", "/facts/es/x", "/gone", "/list"));
    }

    @Test
    void whatIsNullIsAsGoodAsAbsent() throws JsonProcessingException {
        assertThat(ChangedFields.between(read("{'a':null,'b':{'c':null}}"), read("{'b':{}}")))
                .isEmpty();
    }

    private static ObjectNode read(String json) throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
    }
}
