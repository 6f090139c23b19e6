using System.Text;
using Cursor.AiCode.Serialization.Json;
using Xunit;

namespace Cursor.AiCode.Tests.Serialization.Json;

/// <summary>Tests which parts of a response an error quotes.</summary>
public sealed class ServiceMessageTests
{
    [Theory]
    [InlineData("""{"message":"Later"}""")]
    [InlineData("""{"code":"error","message":"Later"}""")]
    [InlineData("""{"error":"Later","details":{}}""")]
    [InlineData("""{"error":{"message":"Later"}}""")]
    [InlineData("\uFEFF {\"message\":\"\\ud83d\"}")]
    [InlineData("\r\n<!DOCTYPE html><title>a, b</title>")]
    [InlineData("upstream connect error")]
    public void A_message_is_quoted(string body) => Assert.True(ServiceMessage.IsIn(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"Later\"")]
    [InlineData("""{"message":5}""")]
    [InlineData("""{"error":{"code":5}}""")]
    [InlineData("""{"message":"Later","data":[]}""")]
    [InlineData("""{"message":"Fix","commitHash":"1"}""")]
    [InlineData("""{"message":"Fix","changeId":1}""")]
    [InlineData("""{"message":"Later","detail":"cut""")]
    [InlineData("""{"message":"Later"} x""")]
    [InlineData("one@company.com")]
    [InlineData("commit_hash,user_email")]
    public void Trial_N05_data_is_not_quoted(string body) => Assert.False(ServiceMessage.IsIn(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Trial_N05_an_object_that_exceeds_the_quoted_length_is_not_quoted() => Assert.False(
        ServiceMessage.IsIn(Encoding.UTF8.GetBytes($$"""{"message":"Later","more":"{{new string('x', 16 * 1024)}}"}""")));

    [Fact]
    public void An_object_that_is_not_utf8_is_not_quoted() => Assert.False(
        ServiceMessage.IsIn([.. "{\"message\":\"a"u8, 0xFF, .. "\\n\"}"u8]));
}
