using System.Collections.Generic;
using Cursor.AiCode.Transport;
using Xunit;

namespace Cursor.AiCode.Tests.Transport;

/// <summary>Sweeps come often where records die, seldom where they are kept.</summary>
public sealed class EarlySweepTests
{
    private const int BytesOfBatch = 10;
    private const int FewestDead = 100;
    private const int MostDead = 5000;

    private readonly List<long> _sweptAt = [];
    private long _passed;
    private long _dead;
    private long _alive;
    private long _aliveAfterLast;

    [Fact]
    public void Records_that_die_are_swept_every_so_many()
    {
        Pass(530, kept: 0);
        Assert.Equal([110, 220, 330, 440], _sweptAt);
    }

    [Fact]
    public void A_large_host_that_was_never_swept_is_swept_but_not_for_a_single_batch()
    {
        _dead = 500;
        Pass(BytesOfBatch, kept: 0);
        Assert.Empty(_sweptAt);
        Pass(250, kept: 0);
        Assert.Equal([30, 140, 250], _sweptAt);
    }

    [Fact]
    public void What_a_collection_left_may_be_added_twice()
    {
        _alive = _aliveAfterLast = 1000;
        Pass(5000, kept: 0);
        Assert.Equal([2010, 4020], _sweptAt);
    }

    [Fact]
    public void Records_that_are_kept_are_swept_ever_more_seldom_and_again_as_often_when_they_die()
    {
        Pass(1100, kept: 1);
        Assert.Equal([110, 340, 1030], _sweptAt);
        _sweptAt.Clear();
        _alive = 0;
        Pass(3400, kept: 0);
        Assert.Equal([4200, 4310, 4420], _sweptAt);
    }

    [Fact]
    public void However_much_is_alive_so_many_are_swept()
    {
        _alive = _aliveAfterLast = 1_000_000;
        Pass(12_000, kept: 0);
        Assert.Equal([5010, 10_020], _sweptAt);
    }

    [Fact]
    public void A_collection_that_came_by_itself_counts()
    {
        _alive = 80;
        Pass(20, kept: 0);
        _dead = 0;
        _aliveAfterLast = _alive;
        Pass(160, kept: 0);
        Assert.Empty(_sweptAt);
        Pass(20, kept: 0);
        Assert.Equal([200], _sweptAt);
    }

    private void Pass(int bytes, double kept)
    {
        var sweep = new EarlySweep(FewestDead, MostDead, () => _alive + _dead, () => _aliveAfterLast, () =>
        {
            _dead = 0;
            _aliveAfterLast = _alive;
            _sweptAt.Add(_passed);
        });
        for (int i = 0; i < bytes; i += BytesOfBatch)
        {
            _passed += BytesOfBatch;
            _alive += (long)(kept * BytesOfBatch);
            _dead += (long)((1 - kept) * BytesOfBatch);
            sweep.Look();
        }
    }
}
